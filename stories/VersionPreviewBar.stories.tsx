import type { Meta, StoryObj } from '@storybook/react-vite';
import { VersionPreviewBar } from '../src/components/index.ts';
import { savedVersions } from '../test/support/versions.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const [version] = savedVersions(1);
const actions = { open: () => {}, close: () => {} };

const meta: Meta<typeof VersionPreviewBar> = {
    component: VersionPreviewBar,
    decorators: [withRealtime],
    parameters: inState(LIVE)
};
export default meta;

type Story = StoryObj<typeof VersionPreviewBar>;

export const Loading: Story = { args: { preview: { status: 'loading', version: version!, ...actions } } };

/** A project of its own is not needed to say that it is shown. */
export const Open: Story = {
    args: { preview: { status: 'open', version: version!, project: null as never, ...actions } }
};

export const Failed: Story = {
    args: {
        preview: {
            status: 'failed',
            version: version!,
            error: { code: 'unknown-version', message: 'There is no version with this id in the project' },
            ...actions
        }
    }
};
