import { join } from 'node:path';

/** The project's own folder, to which relative paths of its commands belong. */
export const projectRoot = join(import.meta.dirname, '../..');
