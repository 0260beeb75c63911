import type { BucketNotification } from '../../services.ts';

/** Whether a notification asks for an event (`ObjectCreated:Put`) of a key. Prefix and suffix may overlap in the key. */
export function matchesNotification(
  { events, prefix = '', suffix = '' }: BucketNotification,
  eventName: string,
  key: string,
): boolean {
  const isWanted = events.some((event) => {
    const name = event.replace(/^s3:/, '');
    return name.endsWith('*') ? eventName.startsWith(name.slice(0, -1)) : eventName === name;
  });
  return isWanted && key.startsWith(prefix) && key.endsWith(suffix);
}
