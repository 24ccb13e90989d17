/**
 * The floor of the server's measurements: passes on every message to everybody, reads nothing and keeps nothing. With the
 * path of a file as argument it is durable: it writes every message there, and to the disk, before it passes it on.
 */
import { fdatasyncSync, openSync, writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
const [path] = process.argv.slice(2);
const file = path === undefined ? null : openSync(path, 'w');
server.on('connection', socket => {
    socket.on('message', data => {
        if (file !== null) {
            writeSync(file, data as Buffer);
            fdatasyncSync(file);
        }
        for (const client of server.clients) {
            client.send(data, { binary: false });
        }
    });
});
server.on('listening', () => console.log(`listening on ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
