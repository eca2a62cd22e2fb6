/**
 * The zones of a shape in one process, each on a port of its own (the base port and those after it), answering from memory:
 * what they cost is next to nothing, so that the gateway is what is measured.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql } from 'graphql';
import { z } from 'zod';
import { shapeNamed } from '../shapes/index.ts';
import type { ShapeSubgraph } from '../shapes/shape.ts';
import { ZoneMemory } from './memory.ts';

const { values } = parseArgs({
  options: {
    shape: { type: 'string' },
    port: { type: 'string' },
    /** NAME=URL: where the real zone of that name is, whose answers are recorded. */
    recorded: { type: 'string', multiple: true, default: [] },
  },
});

const question = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

const shape = shapeNamed(values.shape);
const basePort = Number(values.port);
const recorded = new Map(
  values.recorded.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
);
const memories = new Map<string, ZoneMemory>();
let answered = 0;
let connections = 0;

const listening = shape.subgraphs().map((subgraph, index) => {
  const memory = new ZoneMemory(shape.unique, computing(subgraph));
  memories.set(subgraph.name, memory);
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void reply(memory, request, Buffer.concat(chunks).toString(), response));
  });
  server.on('connection', () => connections++);
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(basePort + index, '127.0.0.1', resolve);
  });
});
await Promise.all(listening);
process.on('disconnect', () => process.exit()); // also when the benchmark was killed
process.send?.({ ready: `http://127.0.0.1:${basePort}` });

async function reply(
  memory: ZoneMemory,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET') {
    tell(request.url, response);
    return;
  }
  answered++;
  try {
    const answer = memory.answer(body);
    send(response, 200, answer instanceof Buffer ? answer : await answer);
  } catch (error) {
    process.stderr.write(`zones: ${String(error)}\n`);
    send(response, 500, Buffer.from('{"errors":[{"message":"the benchmark\'s zone failed"}]}'));
  }
}

/** For the benchmark itself: how often the zones were asked, over how many connections, and what. */
function tell(url: string | undefined, response: ServerResponse): void {
  const requests = [...memories].flatMap(([zone, memory]) => memory.requests.map((body) => ({ zone, body })));
  const facts = url === '/requests' ? requests : { answered, connections };
  send(response, 200, Buffer.from(JSON.stringify(facts)));
}

function send(response: ServerResponse, status: number, answer: Buffer): void {
  response.sendDate = false;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': answer.length });
  response.end(answer);
}

function computing({ name, typeDefs, resolvers }: ShapeSubgraph): (body: string) => Promise<string> {
  if (!resolvers) return (body) => askReal(recorded.get(name) ?? '', shape.toReal?.(body) ?? body);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
  return async (body) => {
    const { query, variables, operationName } = question.parse(JSON.parse(body));
    const given = { variableValues: variables ?? null, operationName: operationName ?? null };
    const answer = await graphql({ schema, source: query, ...given });
    if (answer.errors) process.stderr.write(`zones: ${name} answers with errors: ${JSON.stringify(answer.errors)}\n`);
    return JSON.stringify(answer);
  };
}

async function askReal(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const text = await response.text();
  if (!response.ok || text.includes('"errors":['))
    throw new Error(`${url} answered ${response.status} ${text.slice(0, 300)}`);
  return text;
}
