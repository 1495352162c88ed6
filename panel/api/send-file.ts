/** Sends a file as it is, and says how much of it has gone: a large one takes minutes, which no other request may. */

import type { Upload } from '../../src/api/data.ts';
import type { Problem } from '../../src/api/problem.ts';
import { csrfTokens, RequestProblem } from '../live/requests.ts';
import { OPERATIONS } from './operations.ts';

/** Throws RequestProblem; `onSent` hears a share from 0 to 1. */
export function sendFile(file: File, onSent: (share: number) => void): Promise<Upload> {
  const [method, path] = OPERATIONS['data.upload'];
  return new Promise((resolve, reject) => {
    // fetch does not tell how much has been sent.
    const request = new XMLHttpRequest();
    request.open(method, `${path}?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-csrf-token', csrfTokens());
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new RequestProblem(0, null));
    request.onload = () => {
      const answer = jsonOf(request.responseText);
      if (request.status < 300 && answer !== null) resolve(answer as Upload);
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
