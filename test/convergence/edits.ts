import type { Random } from './random.ts';

/** What somebody does to a project; `false` when it was not possible. */
export type Edit = (project: any, random: Random) => unknown;

const COLORS = ['red', 'green', 'blue', 'orange', 'purple'];
const day = (random: Random): Date => new Date(2026, 0, 1 + random.below(25));
const event = (project: any, random: Random): any => random.pick(project.eventStore.records);

/** Kinds of edits by name, each with how often it is chosen. */
export const EDITS: Record<string, [weight: number, edit: Edit]> = {
    rename: [4, (project, random) => (event(project, random).name = `name ${random.below(1e6)}`)],
    colour: [2, (project, random) => (event(project, random).eventColor = random.pick(COLORS))],
    resize: [3, (project, random) => (event(project, random).duration = 1 + random.below(5))],
    move: [4, (project, random) => (event(project, random).startDate = day(random))],
    reassign: [
        3,
        (project, random) => {
            const assignment = random.pick(project.assignmentStore.records as any[]);
            return assignment && (assignment.resource = random.pick(project.resourceStore.records));
        }
    ],
    renameResource: [
        1,
        (project, random) => (random.pick<any>(project.resourceStore.records).name = `row ${random.below(1e6)}`)
    ],
    add: [
        2,
        (project, random) => {
            const [added] = project.eventStore.add({
                name: `new ${random.below(1e6)}`,
                startDate: day(random),
                duration: 2
            });
            project.assignmentStore.add({ event: added, resource: random.pick(project.resourceStore.records) });
        }
    ],
    addThenEdit: [
        2,
        (project, random) => {
            const [added] = project.eventStore.add({ name: 'new', startDate: day(random), duration: 1 });
            setTimeout(() => (added.name = `edited at once ${random.below(1e6)}`), random.below(20));
        }
    ],
    remove: [1, (project, random) => project.eventStore.count > 4 && project.eventStore.remove(event(project, random))],
    link: [
        1,
        (project, random) => {
            const [from, to] = [event(project, random), event(project, random)];
            return from.startDate < to.startDate && project.dependencyStore.add({ fromEvent: from, toEvent: to });
        }
    ],
    unlink: [
        1,
        (project, random) =>
            project.dependencyStore.count > 0 &&
            project.dependencyStore.remove(random.pick(project.dependencyStore.records))
    ],
    undo: [2, project => project.stm.canUndo && project.stm.undo()],
    redo: [1, project => project.stm.canRedo && project.stm.redo()],
    several: [
        2,
        (project, random) => {
            event(project, random).name = `together ${random.below(1e6)}`;
            event(project, random).duration = 1 + random.below(5);
            event(project, random).eventColor = random.pick(COLORS);
        }
    ]
};

const WHEEL = Object.entries(EDITS).flatMap(([name, [weight]]) => Array<string>(weight).fill(name));

/** Chooses a kind of edit. */
export function pickEdit(random: Random): string {
    return random.pick(WHEEL);
}
