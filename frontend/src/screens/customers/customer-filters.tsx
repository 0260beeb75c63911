import { useEffect, useId, useRef } from 'preact/hooks';
import { RISK_LEVELS, type RiskLevel } from '#core/economics/risk-level.ts';
import { RiskBadge } from '../../components/risk-badge.tsx';
import { CUSTOMER_SORT_NAMES, type CustomersRoute, MAX_SEARCH_LENGTH } from '../../navigation/route.ts';
import { navigate } from '../../navigation/router.ts';

const TYPING_PAUSE_MS = 300;
const CHOICES: readonly (RiskLevel | undefined)[] = [undefined, ...RISK_LEVELS.toReversed()];

/** Search, risk and order. Any change starts again at the first page. */
export function CustomerFilters({ view }: { readonly view: CustomersRoute }) {
  const id = useId();
  const change = (part: Partial<CustomersRoute>, replace = false) =>
    navigate({ ...view, ...part, cursor: undefined, customer: undefined }, {}, { replace });
  return (
    <search class="filters">
      <SearchField q={view.q} onSearch={(q) => change({ q }, true)} />
      <fieldset class="choices">
        <legend>Risk</legend>
        {CHOICES.map((level) => (
          <label class="choice" key={level ?? 'all'}>
            <input
              type="radio"
              name={`${id}-risk`}
              checked={view.risk === level}
              onChange={() => change({ risk: level })}
            />
            <span class="choice__face">{level === undefined ? 'All' : <RiskBadge level={level} />}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for={`${id}-sort`}>Order by</label>
        <select
          id={`${id}-sort`}
          value={view.sort}
          onChange={(event) => {
            const chosen = CUSTOMER_SORT_NAMES.find(([sort]) => sort === event.currentTarget.value);
            if (chosen !== undefined) change({ sort: chosen[0] });
          }}
        >
          {CUSTOMER_SORT_NAMES.map(([sort, name]) => (
            <option key={sort} value={sort}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </search>
  );
}

interface SearchFieldProps {
  readonly q: string | undefined;
  readonly onSearch: (q: string | undefined) => void;
}

/** Searches when typing pauses. The text follows the address only where the change came from there. */
function SearchField({ q, onSearch }: SearchFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => {
    if (q === sent.current || input.current === null) return;
    sent.current = q;
    input.current.value = q ?? '';
  }, [q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onInput = (event: Event & { currentTarget: HTMLInputElement }) => {
    const typed = event.currentTarget.value.trim() || undefined;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = typed;
      search.current(typed);
    }, TYPING_PAUSE_MS);
  };
  return (
    <div class="field field--search">
      <label for={id}>Customer id begins with</label>
      <input
        ref={input}
        id={id}
        type="search"
        defaultValue={q ?? ''}
        maxLength={MAX_SEARCH_LENGTH}
        autoComplete="off"
        spellcheck={false}
        onInput={onInput}
      />
    </div>
  );
}
