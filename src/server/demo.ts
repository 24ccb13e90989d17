import { mondayOf } from './demo/dates.ts';
import { maintenanceProject, weddingProject, workshopProject } from './demo/projects.ts';
import type { Credentials, Identity } from './hub/auth.ts';
import { createProjects } from './room/createProject.ts';
import type { Storage } from './storage/Storage.ts';

const COLORS = ['#1d6fb8', '#b8461d', '#2e8540', '#7a3fb0', '#a3324e', '#0f7c80', '#8a6a00', '#4a5a9e'] as const;

/**
 * Adds the three demo projects, the same ones for every day of a week.
 * @param today a day of the week the work is planned around; default: now
 * @throws Error when the storage has a project 1, 2 or 3 already
 */
export function createDemoProjects(storage: Storage, today: Date = new Date()): void {
    const monday = mondayOf(today);
    // All at once: a server that is killed meanwhile starts on an empty database again, not on half of a demo.
    createProjects(storage, [
        { id: 1, name: 'Stage & exhibition workshop', dataset: workshopProject(monday) },
        { id: 2, name: 'Wedding at the old barn', dataset: weddingProject(monday) },
        { id: 3, name: 'Plant maintenance (1,000 events)', dataset: maintenanceProject(monday) }
    ]);
}

/**
 * Lets anybody in by name, as an editor of projects 1 and 2; `viewer` only looks at them. Only `admin` needs a password,
 * which is `admin`, and may open everything. For demos: a name is no proof of anything.
 */
export function demoAuthenticate({ login, password }: Credentials): Identity | null {
    const userName = login.trim();
    const userId = userName.toLowerCase();
    if (!userId) {
        return null;
    }
    const color = COLORS[[...userId].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0) % COLORS.length]!;
    if (userId === 'admin') {
        return password === 'admin' ? { userId, userName, role: 'admin', projects: '*', color } : null;
    }
    return { userId, userName, role: userId === 'viewer' ? 'viewer' : 'editor', projects: [1, 2], color };
}
