import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Provenance, type ProvenanceProps } from '../../components/provenance.tsx';

export interface ModelSectionProps extends ProvenanceProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A titled part of the screen, shown once the model has loaded. */
export function ModelSection({ title, of, children }: ModelSectionProps) {
  const id = useId();
  return (
    <section class="block" aria-labelledby={id}>
      <div class="block__head">
        <h2 id={id}>{title}</h2>
      </div>
      {children}
      <Provenance of={of} />
    </section>
  );
}
