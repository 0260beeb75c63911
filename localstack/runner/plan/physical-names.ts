import { createHash } from 'node:crypto';

/** `<stack>-<logicalId>`, cut where the service wants it shorter; the same at every start. */
export function physicalName(stackName: string, logicalId: string, maxLength: number): string {
  const name = `${stackName}-${logicalId}`;
  if (name.length <= maxLength) return name;
  return `${name.slice(0, maxLength - 9)}-${digest(name).slice(0, 8)}`;
}

/** An id as services make them up: so many lower-case hex digits, the same at every start. */
export function opaqueId(stackName: string, logicalId: string, length: number): string {
  return digest(`${stackName}/${logicalId}`).slice(0, length);
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
