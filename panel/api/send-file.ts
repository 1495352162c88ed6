/** Sends a file as it is, and says how much of it has gone: a large one takes minutes, which no other request may. */

import type { Problem } from '../../src/api/problem.ts';
import { csrfTokens, RequestProblem } from '../live/requests.ts';
import type { AnswerOf } from './client.ts';
import { OPERATIONS } from './operations.ts';

/** Operations whose body is a file, named in the question. */
type FileOperation = 'data.upload' | 'portfolio.preview';

/** Throws RequestProblem; `onSent` hears a share from 0 to 1. */
export function sendFile<Id extends FileOperation>(
  id: Id,
  file: File,
  query: Readonly<Record<string, string>>,
  onSent: (share: number) => void,
): Promise<AnswerOf<Id>> {
  const [method, path] = OPERATIONS[id];
  return new Promise((resolve, reject) => {
    // fetch does not tell how much has been sent.
    const request = new XMLHttpRequest();
    request.open(method, `${path}?${new URLSearchParams({ name: file.name, ...query })}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-csrf-token', csrfTokens());
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new RequestProblem(0, null));
    request.onload = () => {
      const answer = jsonOf(request.responseText);
      if (request.status < 300 && answer !== null) resolve(answer as AnswerOf<Id>);
      else reject(new RequestProblem(request.status, answer as Problem | null));
    };
    request.send(file);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
