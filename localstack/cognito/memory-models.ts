import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly endsAtMs: number;
}

/** Sessions, codes and refresh tokens, for as long as the process lives: after a restart people sign in again. */
export function memoryModels(now: () => number = Date.now): AdapterFactory {
  const models = new Map<string, MemoryModel>();
  return (name) => {
    const model = models.get(name) ?? new MemoryModel(now);
    models.set(name, model);
    return model;
  };
}

/** Every method is asynchronous because the provider's stores are. */
class MemoryModel implements Adapter {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    this.#forgetEnded();
    const lifetimeMs = expiresInSeconds === undefined ? Number.POSITIVE_INFINITY : expiresInSeconds * 1000;
    this.#kept.set(id, { payload: structuredClone(payload), endsAtMs: this.#now() + lifetimeMs });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const kept = this.#kept.get(id);
    return kept === undefined || kept.endsAtMs <= this.#now() ? undefined : structuredClone(kept.payload);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findBy((payload) => payload.uid === uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findBy((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) kept.payload.consumed = Math.floor(this.#now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#kept.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#kept) if (payload.grantId === grantId) this.#kept.delete(id);
  }

  async #findBy(matches: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    for (const [id, { payload }] of this.#kept) if (matches(payload)) return this.find(id);
    return undefined;
  }

  #forgetEnded(): void {
    const nowMs = this.#now();
    for (const [id, { endsAtMs }] of this.#kept) if (endsAtMs <= nowMs) this.#kept.delete(id);
  }
}
