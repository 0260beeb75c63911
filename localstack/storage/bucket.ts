import type { BucketConfiguration } from '../services.ts';
import type { BucketStore } from './bucket-store.ts';
import type { EventJournal, JournalEntry } from './event-journal.ts';
import { type EventName, eventOf, isMeantFor } from './notifications.ts';
import type { ObjectVersion } from './stored-object.ts';

/** A bucket: what it holds, how it is configured, and the events of what arrives. */
export class Bucket {
  readonly store: BucketStore;
  #configuration: BucketConfiguration;
  readonly #journal: EventJournal;
  readonly #region: string;

  constructor(store: BucketStore, configuration: BucketConfiguration, journal: EventJournal, region: string) {
    this.store = store;
    this.#configuration = configuration;
    this.#journal = journal;
    this.#region = region;
    this.store.versioning = configuration.versioning;
  }

  get configuration(): BucketConfiguration {
    return this.#configuration;
  }

  configure(configuration: BucketConfiguration): void {
    this.#configuration = configuration;
    this.store.versioning = configuration.versioning;
  }

  /** Makes an object visible; its events are on disk before, and go out after. */
  async put(
    key: string,
    object: Omit<ObjectVersion, 'versionId' | 'isObject' | 'lastModified'>,
    eventName: EventName,
    check: (standing: ObjectVersion | undefined) => void = () => {},
  ): Promise<ObjectVersion> {
    const events: { readonly file: string; readonly entry: JournalEntry }[] = [];
    const version = { ...object, isObject: true, lastModified: new Date().toISOString() };
    try {
      const committed = await this.store.commit(key, version, check, async (visible) => {
        for (const notification of this.#configuration.notifications) {
          if (!isMeantFor(notification, eventName, key)) continue;
          const entry = {
            functionArn: notification.functionArn,
            bucket: this.store.name,
            key,
            blob: visible.blob,
            event: eventOf(eventName, this.store.name, key, visible, this.#region),
          };
          events.push({ file: await this.#journal.write(entry), entry });
        }
      });
      for (const { file, entry } of events) this.#journal.release(file, entry);
      return committed;
    } catch (error) {
      for (const { file } of events) await this.#journal.drop(file);
      throw error;
    }
  }
}
