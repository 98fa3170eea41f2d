import { connect, createServer, type Socket } from 'node:net';

/** What stands before several servers: passes each connection on to the first that takes it. */
export interface Balancer {
  readonly stop: () => void;
}

export async function startBalancer(host: string, port: number, targets: readonly string[]): Promise<Balancer> {
  const open = new Set<Socket>();
  const server = createServer(socket => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
    passOn(socket, targets, port);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    stop: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

function passOn(socket: Socket, [host, ...others]: readonly string[], port: number): void {
  if (host === undefined) {
    socket.destroy();
    return;
  }
  const target = connect(port, host);
  target.once('connect', () => {
    socket.pipe(target).pipe(socket);
    socket.once('close', () => target.destroy());
  });
  target.once('close', () => socket.destroy());
  target.once('error', () => {
    target.removeAllListeners('close').destroy();
    passOn(socket, others, port);
  });
}
