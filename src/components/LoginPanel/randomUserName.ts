const ADJECTIVES = 'Amber Brave Calm Clever Coral Gentle Golden Happy Keen Lucky Quiet Silver'.split(' ');
const ANIMALS = 'Badger Crane Falcon Finch Fox Heron Koala Lynx Otter Panda Raven Seal'.split(' ');

/**
 * A name for somebody who has not given one, such as "Amber Fox".
 * @param random gives numbers in [0, 1)
 */
export function randomUserName(random: () => number = Math.random): string {
    const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!;
    return `${pick(ADJECTIVES)} ${pick(ANIMALS)}`;
}
