/** What can be switched off, to show that the simulation notices. */
export const CONTROLS = [
    'assignment-fields',
    'delayed-commit',
    'added-to-updated',
    'resending',
    'idempotence'
] as const;

/** The name of one of them. */
export type Control = (typeof CONTROLS)[number];

/** Whether something with this name can be switched off. */
export function isControl(name: string): name is Control {
    return (CONTROLS as readonly string[]).includes(name);
}
