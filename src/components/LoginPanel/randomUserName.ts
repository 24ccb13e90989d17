const ADJECTIVES = [
    'Amber',
    'Brave',
    'Calm',
    'Clever',
    'Coral',
    'Eager',
    'Gentle',
    'Golden',
    'Happy',
    'Ivory',
    'Jolly',
    'Keen',
    'Lively',
    'Lucky',
    'Mellow',
    'Nimble',
    'Quiet',
    'Rapid',
    'Silver',
    'Sunny'
];

const ANIMALS = [
    'Badger',
    'Beaver',
    'Crane',
    'Dolphin',
    'Falcon',
    'Finch',
    'Fox',
    'Gecko',
    'Heron',
    'Ibex',
    'Koala',
    'Lynx',
    'Marten',
    'Otter',
    'Panda',
    'Puffin',
    'Raven',
    'Seal',
    'Tiger',
    'Wombat'
];

/**
 * A name for somebody who has not given one, such as "Amber Fox".
 * @param random gives numbers in [0, 1)
 */
export function randomUserName(random: () => number = Math.random): string {
    const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!;
    return `${pick(ADJECTIVES)} ${pick(ANIMALS)}`;
}
