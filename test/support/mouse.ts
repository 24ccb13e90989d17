import { cdp } from 'vitest/browser';

type Button = 'mousePressed' | 'mouseReleased' | 'mouseMoved';

let isDown = false;

/** Where the test's frame lies in the page, and how much it is scaled. */
function frame(): { x: number; y: number; scale: number } {
    const element = window.frameElement as HTMLElement | null;
    const box = element?.getBoundingClientRect();
    return box ? { x: box.x, y: box.y, scale: box.width / window.innerWidth } : { x: 0, y: 0, scale: 1 };
}

async function dispatch(type: Button, x: number, y: number): Promise<void> {
    const { x: left, y: top, scale } = frame();
    await (cdp() as any).send('Input.dispatchMouseEvent', {
        type,
        x: left + x * scale,
        y: top + y * scale,
        button: type === 'mouseMoved' && !isDown ? 'none' : 'left',
        buttons: isDown ? 1 : 0,
        clickCount: 1
    });
}

/** The middle of an element, or a place in it. */
export function placeIn(element: Element, at = 0.5): [x: number, y: number] {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width * at, y + height / 2];
}

/** A real mouse, which can stop in the middle of something. */
export const mouse = {
    async move(x: number, y: number): Promise<void> {
        await dispatch('mouseMoved', x, y);
    },
    async down(x: number, y: number): Promise<void> {
        await dispatch('mouseMoved', x, y);
        isDown = true;
        await dispatch('mousePressed', x, y);
    },
    async up(x: number, y: number): Promise<void> {
        isDown = false;
        await dispatch('mouseReleased', x, y);
    }
};
