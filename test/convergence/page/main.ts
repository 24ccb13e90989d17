import { isControl } from '../controlNames.ts';
import { switchOff } from '../controls.ts';
import { simulate } from '../simulate.ts';

const without = new URLSearchParams(location.search).get('without') ?? '';
if (isControl(without)) {
    switchOff(without);
}
Object.assign(window, { simulate });
