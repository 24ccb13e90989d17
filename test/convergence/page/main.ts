import { isControl } from '../controlNames.ts';
import { switchOff } from '../controls.ts';
import { simulate } from '../simulate.ts';
import { stall } from '../stalls.ts';

const parameters = new URLSearchParams(location.search);
const without = parameters.get('without') ?? '';
if (isControl(without)) {
    switchOff(without);
}
if (parameters.has('stalls')) {
    stall();
}
Object.assign(window, { simulate });
