/** Whether a path matches a cache behavior's pattern; case counts, `*` is any characters, `?` exactly one. */
export function matchesPath(pathPattern: string, path: string): boolean {
  const withoutSlash = pathPattern.replace(/^\//, '');
  if (withoutSlash === '*') return true;
  const expression = withoutSlash
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^/${expression}$`, 's').test(path);
}

/**
 * The object key that a path stands for; undefined for a path that does not decode or that would climb out of a folder
 * if the key were taken for a file's name.
 */
export function objectKey(path: string): string | undefined {
  let key: string;
  try {
    key = decodeURIComponent(path).replace(/^\//, '');
  } catch {
    return undefined;
  }
  const isUnsafe = /[\0\\]/.test(key) || key.startsWith('/');
  const climbs = key.split('/').some((segment) => segment === '.' || segment === '..');
  return isUnsafe || climbs ? undefined : key;
}
