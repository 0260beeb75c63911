/**
 * Sends parcels while the next is made, at most `atOnce` at a time: no more are held than are under way. After the first
 * failure none is begun, and it is thrown once the others have ended.
 */
export async function sendAll<T>(
  parcels: AsyncIterable<T>,
  atOnce: number,
  send: (parcel: T) => Promise<unknown>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const parcel of parcels) {
      const call = send(parcel)
        .catch((error: unknown) => failures.push(error))
        .then(() => {
          underWay.delete(call);
        });
      underWay.add(call);
      if (underWay.size === atOnce) await Promise.race(underWay);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(underWay);
  }
  if (failures.length > 0) throw failures[0];
}
