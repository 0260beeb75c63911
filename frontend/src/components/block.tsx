import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Resource } from '../api/use-resource.ts';
import { Failure } from './failure.tsx';
import { Provenance } from './provenance.tsx';

export interface BlockProps<T> {
  readonly title: string;
  /** As in "The segments could not be loaded." */
  readonly subject: string;
  readonly resource: Resource<T>;
  /** Controls at the right of the title. */
  readonly actions?: ComponentChildren;
  /** Stands where the content will be, of the same size. */
  readonly skeleton: ComponentChildren;
  readonly children: (data: T) => ComponentChildren;
}

/** A titled part of a screen that loads by itself: skeleton, content or failure, and which run it is of. */
export function Block<T extends { readonly runId: string; readonly asOf: string }>(props: BlockProps<T>) {
  const { title, actions, resource } = props;
  const id = useId();
  return (
    <section class="block" aria-labelledby={id}>
      <div class="block__head">
        <h2 id={id}>{title}</h2>
        {actions}
      </div>
      <Content {...props} />
      {(resource.data !== undefined || resource.error === undefined) && <Provenance of={resource.data} />}
    </section>
  );
}

export type ContentProps<T> = Pick<BlockProps<T>, 'subject' | 'resource' | 'skeleton' | 'children'>;

/** The inside of a block: what has loaded stays visible while it is refreshed, also where that fails. */
export function Content<T>({ subject, resource, skeleton, children }: ContentProps<T>) {
  const { data, error, stale, reload } = resource;
  const verb = data === undefined ? 'loaded' : 'refreshed';
  return (
    <>
      {error !== undefined && (
        <Failure what={`The ${subject} could not be ${verb}.`} error={error} retry={reload} />
      )}
      {data === undefined && error === undefined && (
        <div class="block__body" aria-busy="true">
          <span class="visually-hidden">Loading the {subject}</span>
          {skeleton}
        </div>
      )}
      {data !== undefined && (
        <div class={stale ? 'block__body block__body--stale' : 'block__body'} aria-busy={stale}>
          {children(data)}
        </div>
      )}
    </>
  );
}
