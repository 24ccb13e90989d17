/** One or two letters that stand for a name. */
export function initials(userName: string): string {
    const words = userName.trim().split(/\s+/);
    const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : [words[0]!];
    return (
        ends
            .map(word => [...word][0] ?? '')
            .join('')
            .toLocaleUpperCase() || '?'
    );
}

/** A hue in degrees that is the same for the same id on every screen (FNV-1a, spread by the golden angle). */
export function hue(userId: string): number {
    let hash = 0x811c9dc5;
    for (let index = 0; index < userId.length; index++) {
        hash = Math.imul(hash ^ userId.charCodeAt(index), 0x01000193);
    }
    return Math.round(((hash >>> 0) * 137.508) % 360);
}
