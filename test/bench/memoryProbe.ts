/** Loaded into a measured process before its own code (`--import`): answers its parent with its memory. */
import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

process.on('message', (request: { collect: boolean }) => {
    if (request.collect) {
        // What the first round finds of buffers is given back with the second one.
        collectGarbage();
        collectGarbage();
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send!({ rss, heap: heapUsed + external });
});
// Listening must not keep the process alive, nor the parent's end be anything else than the end of a pipe.
process.channel!.unref();
