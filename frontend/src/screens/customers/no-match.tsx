import { riskName } from '../../format/risk-levels.ts';
import type { CustomersRoute } from '../../navigation/route.ts';
import { navigate } from '../../navigation/router.ts';

/** For a search or filter that finds nobody. */
export function NoMatch({ view }: { readonly view: CustomersRoute }) {
  const { q, risk, cursor, sort } = view;
  const filtered = q !== undefined || risk !== undefined || cursor !== undefined;
  return (
    <div class="empty">
      <p class="message__title">{sentenceOf(q, risk && riskName(risk))}</p>
      {filtered && (
        <button type="button" class="button" onClick={() => navigate({ screen: 'customers', sort })}>
          Clear the filters
        </button>
      )}
    </div>
  );
}

function sentenceOf(q: string | undefined, risk: string | undefined): string {
  const who = risk === undefined ? 'active customer' : `active customer of ${risk.toLowerCase()} risk`;
  return q === undefined ? `There is no ${who} here.` : `There is no ${who} whose id begins with “${q}”.`;
}
