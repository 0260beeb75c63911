import type { Model } from '#core/api/contract.ts';
import { DataTable } from '../../components/data-table.tsx';
import { CheckIcon } from '../../components/icons.tsx';
import { formatName, formatScore } from '../../format/numbers.ts';

/** The models that were tried, the best ROC-AUC first. */
export function CandidatesTable({ candidates }: { readonly candidates: Model['candidates'] }) {
  return (
    <DataTable
      caption="Candidates with their cross-validated figures. A higher ROC-AUC and a lower log loss are better."
      captionHidden={false}
      columns={[
        {
          title: 'Candidate',
          cell: (candidate) => (
            <>
              {formatName(candidate.name)}
              {candidate.chosen && (
                <span class="state state--good">
                  <CheckIcon />
                  Chosen
                </span>
              )}
            </>
          ),
        },
        { title: 'ROC-AUC', numeric: true, cell: (candidate) => formatScore(candidate.rocAucMean) },
        { title: 'Log loss', numeric: true, cell: (candidate) => formatScore(candidate.logLoss) },
      ]}
      rows={candidates.toSorted((a, b) => b.rocAucMean - a.rocAucMean)}
      rowKey={(candidate) => candidate.name}
    />
  );
}
