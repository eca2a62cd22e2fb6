/** undici's `request`, faster than any `fetch`, in the form in which RemoteGraphQLDataSource takes a fetcher. */
import type { RemoteGraphQLDataSource } from '@apollo/gateway';
import { request } from 'undici';

export const undiciFetcher: RemoteGraphQLDataSource['fetcher'] = async (
  url,
  { method = 'GET', headers, body } = {},
) => {
  const answer = await request(url, { method, headers: headers ?? {}, body: body ?? null });
  return {
    url,
    status: answer.statusCode,
    ok: answer.statusCode >= 200 && answer.statusCode < 300,
    statusText: '',
    redirected: false,
    bodyUsed: false,
    headers: new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
    text: () => answer.body.text(),
    json: () => answer.body.json(),
    arrayBuffer: () => answer.body.arrayBuffer(),
    clone: () => {
      throw new Error('an answer of undici is read once');
    },
  };
};
