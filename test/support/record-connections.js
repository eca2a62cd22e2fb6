/** Preloaded into a process under test: writes down every address it opens a connection to, or looks up. */
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const note = (line) => appendFileSync(process.env.RECORD_CONNECTIONS, `${line}\n`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...parameters) {
  const [first] = Array.isArray(parameters[0]) ? parameters[0] : parameters;
  note(
    typeof first === 'object' ? `connect ${first.host ?? first.path}:${first.port ?? ''}` : `connect ${String(first)}`,
  );
  return connect.apply(this, parameters);
};

const lookup = dns.lookup;
dns.lookup = (host, ...parameters) => {
  note(`lookup ${host}`);
  return lookup(host, ...parameters);
};

syncBuiltinESMExports();
