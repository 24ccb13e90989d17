import { simulate } from '../simulate.ts';

Object.assign(window, { simulate });
