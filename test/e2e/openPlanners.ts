import type { Browser } from 'playwright';
import { Planner } from './planner.ts';
import { launchBrowser, serveDemo, type ServerProcess } from './processes.ts';

/** Somebody who opens the demo. */
interface Person {
    name: string;
    timezoneId?: string;
}

/** Two who live far apart. */
const FAR_APART: readonly Person[] = [
    { name: 'Lena', timezoneId: 'Europe/Berlin' },
    { name: 'Ravi', timezoneId: 'Asia/Kolkata' }
];

/** The demo with people who are logged in to project 1. */
export interface Office {
    /** Address of the demo. */
    url: string;
    browser: Browser;
    planners: Planner[];
    /** Closes everything, the server included. */
    close(): Promise<void>;
}

/** Starts the server, which has been given its projects, and the demo, and lets everybody log in. */
export async function openPlanners(server: ServerProcess, people = FAR_APART): Promise<Office> {
    const closers = [() => server.dispose()];
    const close = async (): Promise<void> => {
        for (const each of closers.toReversed()) {
            // oxlint-disable-next-line no-await-in-loop -- pages first, then what they talk to
            await each();
        }
    };
    try {
        await server.start();
        const demo = await serveDemo();
        closers.push(() => demo.close());
        const browser = await launchBrowser();
        closers.push(() => browser.close());
        const { url } = demo;
        const planners = await Promise.all(
            people.map(person => Planner.open(browser, { ...person, url, server: server.address, project: 1 }))
        );
        await Promise.all(planners.map(planner => planner.logIn()));
        return { url, browser, planners, close };
    } catch (error) {
        await close();
        throw error;
    }
}
