import { useEffect, useRef } from 'preact/hooks';
import { runEpoch } from './live-run.ts';
import { type Load, type Loaded, Loader } from './loader.ts';

export interface Resource<T> extends Loaded<T> {
  readonly reload: () => void;
}

/** Loads when first shown, when `key` changes and when a new run has been published. */
export function useResource<T>(key: string, load: Load<T>): Resource<T> {
  const ref = useRef<Loader<T> | null>(null);
  ref.current ??= new Loader<T>();
  const loader = ref.current;
  const epoch = runEpoch.value;
  // `key` says what `load` loads, `epoch` of which run.
  useEffect(() => {
    void loader.start(key, load);
  }, [key, epoch]);
  useEffect(() => () => loader.stop(), [loader]);
  return { ...loader.state.value, reload: () => void loader.reload() };
}
