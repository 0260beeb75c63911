import { useId } from 'preact/hooks';

export interface DimensionSelectProps {
  readonly dimensions: readonly { readonly name: string; readonly label: string }[];
  readonly selected: string;
  readonly onSelect: (name: string) => void;
}

/** Chooses the column by which the segments are formed. */
export function DimensionSelect({ dimensions, selected, onSelect }: DimensionSelectProps) {
  const id = useId();
  return (
    <div class="field field--inline">
      <label for={id}>Break down by</label>
      <select
        id={id}
        value={selected}
        disabled={dimensions.length === 0}
        onChange={(event) => onSelect(event.currentTarget.value)}
      >
        {dimensions.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
