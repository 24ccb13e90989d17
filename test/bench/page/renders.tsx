import type { EventModel } from '@bryntum/schedulerpro';
import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { Profiler, useEffect, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import {
    LoginPanel,
    RealtimeProvider,
    SyncToggle,
    useRealtimeProject,
    UsersBar,
    type Realtime
} from '../../../src/index.ts';
import { now, until } from './clock.ts';
import { VIEW } from './schedule.tsx';

/** How often React has rendered each part since the last reset. */
export type Renders = Record<'LoginPanel' | 'UsersBar' | 'SyncToggle' | 'host', number>;

const COLUMNS = [...VIEW.columns];
const NOTHING: Renders = { LoginPanel: 0, UsersBar: 0, SyncToggle: 0, host: 0 };

let renders = { ...NOTHING };
let realtime: Realtime;

function Counted({ name, children }: { name: keyof Renders; children: ReactNode }): ReactNode {
    return (
        <Profiler id={name} onRender={() => renders[name]++}>
            {children}
        </Profiler>
    );
}

/** The host's part: its own component, and the scheduler in it. */
function Host({ address }: { address: string }): ReactNode {
    const own = useRealtimeProject({ address, projectId: 1 });
    useEffect(() => {
        realtime = own;
    }, [own]);
    useEffect(() => {
        renders.host++;
    });
    return (
        <RealtimeProvider value={own}>
            <Counted name="LoginPanel">
                <LoginPanel />
            </Counted>
            <Counted name="UsersBar">
                <UsersBar />
            </Counted>
            <Counted name="SyncToggle">
                <SyncToggle />
            </Counted>
            <Counted name="host">
                <div className="bench-schedule">
                    <BryntumSchedulerPro project={own.project} {...VIEW} columns={COLUMNS} />
                </div>
            </Counted>
        </RealtimeProvider>
    );
}

/** Shows an application as a host would write it, and logs in. */
export async function openApp(address: string, userName: string): Promise<void> {
    createRoot(document.getElementById('root')!).render(<Host address={address} />);
    await until(() => realtime);
    await realtime.login({ userName });
    await until(() => realtime.store.getState().connection.status === 'live');
    await until(() => document.querySelector('.b-sch-event-wrap'));
}

/** Resolves with the renders while so many revisions arrive, and the milliseconds it took. */
export async function countRenders(revisions: number): Promise<Renders & { elapsed: number }> {
    let arrived = 0;
    const detach = realtime.project.on({
        wsReceiveChanges: (event: { revisions: unknown[] }) => {
            arrived += event.revisions.length;
        }
    } as never) as () => void;
    renders = { ...NOTHING };
    const start = now();
    await until(() => arrived >= revisions);
    detach();
    return { ...renders, elapsed: now() - start };
}

/** Makes edits here, one after the other; resolves with the renders, and how often the count of edits changed. */
export async function editAndCount(edits: number): Promise<Renders & { changes: number }> {
    let changes = 0;
    renders = { ...NOTHING };
    const detach = realtime.store.subscribe((state, before) => {
        changes += Number(state.queue.length !== before.queue.length || state.queue.waiting !== before.queue.waiting);
    });
    for (let index = 1; index <= edits; index++) {
        (realtime.project.eventStore.getById(index) as EventModel).name = `Edited ${index}`;
        await until(() => realtime.store.getState().queue.length > 0);
        await until(() => realtime.store.getState().queue.length === 0);
    }
    detach();
    return { ...renders, changes };
}
