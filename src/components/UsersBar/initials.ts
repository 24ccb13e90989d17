/** One or two letters that stand for a name. */
export function initials(userName: string): string {
    const [first, ...others] = userName.trim().split(/\s+/);
    const letters = [first!, ...others.slice(-1)].map(word => [...word][0] ?? '');
    return letters.join('').toLocaleUpperCase() || '?';
}

/** A hue in degrees that is the same for the same id on every screen (FNV-1a, spread by the golden angle). */
export function hue(userId: string): number {
    let hash = 0x811c9dc5;
    for (const unit of userId.split('')) {
        hash = Math.imul(hash ^ unit.charCodeAt(0), 0x01000193);
    }
    return Math.round(((hash >>> 0) * 137.508) % 360);
}
