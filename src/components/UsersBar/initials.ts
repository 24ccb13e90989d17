import type { Person } from '../../protocol/index.ts';

/** One or two letters that stand for a name. */
export function initials(userName: string): string {
    const [first, ...others] = userName.trim().split(/\s+/);
    const letters = [first!, ...others.slice(-1)].map(word => [...word][0] ?? '');
    return letters.join('').toLocaleUpperCase() || '?';
}

/**
 * The colour of a person, of avatars and of whatever else shows who did something: the server's, or one that is the same
 * for the same id on every screen.
 */
export function colorOf({ userId, color }: Pick<Person, 'userId' | 'color'>): string {
    return color ?? `oklch(0.5 0.115 ${hue(userId)}deg)`;
}

/** In degrees (FNV-1a, spread by the golden angle). */
function hue(userId: string): number {
    let hash = 0x811c9dc5;
    for (const unit of userId.split('')) {
        hash = Math.imul(hash ^ unit.charCodeAt(0), 0x01000193);
    }
    return Math.round(((hash >>> 0) * 137.508) % 360);
}
