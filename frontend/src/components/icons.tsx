import type { ComponentChildren } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const line = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 1.75,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

export const TriangleIcon = () => (
  <Icon>
    <path d="M8 2.5 14.5 13.5h-13z" fill="currentColor" />
  </Icon>
);

export const DiamondIcon = () => (
  <Icon>
    <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor" />
  </Icon>
);

export const DotIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5" fill="currentColor" />
  </Icon>
);

export const RingIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5" {...line} />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m3 8.5 3.5 3.5L13 4.5" {...line} />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m4 4 8 8m0-8-8 8" {...line} />
  </Icon>
);

export const LeftIcon = () => (
  <Icon>
    <path d="M10 3 5 8l5 5" {...line} />
  </Icon>
);

export const RightIcon = () => (
  <Icon>
    <path d="m6 3 5 5-5 5" {...line} />
  </Icon>
);

/** The mark of the dashboard: a curve that falls away. */
export const BrandIcon = () => (
  <svg class="brand__mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
    <rect class="brand__ground" width="32" height="32" rx="8" />
    <path class="brand__curve" d="M7 9.5c5 0 6.5 13 18 13" {...line} stroke-width="3" />
    <circle class="brand__dot" cx="25" cy="22.5" r="2.6" />
  </svg>
);
