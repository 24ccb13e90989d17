/** The floor of the server's measurements: passes on every message to everybody, reads nothing and keeps nothing. */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', socket => {
    socket.on('message', data => {
        for (const client of server.clients) {
            client.send(data, { binary: false });
        }
    });
});
server.on('listening', () => console.log(`listening on ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
