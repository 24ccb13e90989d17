import { expect, test } from 'vitest';
import { undoHistoryOf } from '../../src/store/undoHistory.ts';
import { converge, eventOf, isCalm, joinTwo } from '../project/support.ts';

test('the undo history is told and steered: titles, position, recording, emptying, switching off', async () => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    const history = undoHistoryOf(ada);
    const state = () => history.store.getState();
    expect(state()).toMatchObject({ titles: [], position: 0, canUndo: false, canRedo: false, isRecording: false });

    history.startTransaction('Two names');
    eventOf(ada, 'a').name = 'First';
    eventOf(ada, 'b').name = 'Second';
    expect(ada.stm.isRecording).toBe(true);
    history.stopTransaction();
    expect(ada.stm.isRecording).toBe(false);
    await converge([ada, ben], project => eventOf(project, 'b').name === 'Second');
    await expect
        .poll(state)
        .toMatchObject({ titles: ['Two names'], position: 1, canUndo: true, canRedo: false, isRecording: false });

    await history.undo();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'A' && eventOf(project, 'b').name === 'B');
    await expect.poll(state).toMatchObject({ titles: ['Two names'], position: 0, canUndo: false, canRedo: true });

    history.setDisabled(true);
    await expect.poll(state).toMatchObject({ isDisabled: true, canRedo: false });
    history.setDisabled(false);
    await expect.poll(state).toMatchObject({ isDisabled: false, canRedo: true });

    history.resetQueue();
    await expect.poll(state).toMatchObject({ titles: [], position: 0, canUndo: false, canRedo: false });
});
