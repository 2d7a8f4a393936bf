import { ApiProblem } from '../api/client.js';

/** The name the server gives a file, if it gives one. */
const nameIn = (disposition: string | null): string | null => {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? null);
};

/** Fetches a file and hands it to the browser under a name; a refusal is thrown like that of any other question. */
export const saveFile = async (url: string, name: string, preferServersName = false): Promise<void> => {
  const response = await fetch(url);
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
    throw new ApiProblem({ ...problem, code: problem.code ?? 'UNREADABLE', status: response.status });
  }
  const given = preferServersName ? nameIn(response.headers.get('content-disposition')) : null;
  const file = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = file;
  link.download = given ?? name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
};
