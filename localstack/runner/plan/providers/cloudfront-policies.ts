import * as z from 'zod';
import type { PolicyHeader } from '../../../cloudfront/distribution-options.ts';
import { opaqueId } from '../physical-names.ts';
import { booleanSchema, numberSchema, passive, provider, textSchema } from '../provider.ts';

const override = { Override: booleanSchema };

const securityHeadersSchema = z.strictObject({
  ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), ...override }).optional(),
  ContentTypeOptions: z.strictObject(override).optional(),
  FrameOptions: z.strictObject({ FrameOption: z.enum(['DENY', 'SAMEORIGIN']), ...override }).optional(),
  ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), ...override }).optional(),
  StrictTransportSecurity: z
    .strictObject({
      AccessControlMaxAgeSec: numberSchema,
      IncludeSubdomains: booleanSchema.default(false),
      Preload: booleanSchema.default(false),
      ...override,
    })
    .optional(),
  XSSProtection: z
    .strictObject({
      Protection: booleanSchema,
      ModeBlock: booleanSchema.default(false),
      ReportUri: z.string().optional(),
      ...override,
    })
    .optional(),
});
type SecurityHeaders = z.infer<typeof securityHeadersSchema>;

/** Headers that a distribution sets on its answers. */
export const responseHeadersPolicyProvider = provider(
  {
    ResponseHeadersPolicyConfig: z.strictObject({
      Name: z.string(),
      Comment: z.string().optional(),
      SecurityHeadersConfig: securityHeadersSchema.default({}),
      CustomHeadersConfig: z
        .strictObject({
          Items: z.array(z.strictObject({ Header: z.string(), Value: textSchema, ...override })),
        })
        .default({ Items: [] }),
    }),
  },
  [],
  ({ ResponseHeadersPolicyConfig: config }, { logicalId, place, draft }) => {
    const id = opaqueId(place.stackName, logicalId, 32);
    const custom = config.CustomHeadersConfig.Items.map(({ Header, Value, Override }) => ({
      name: Header.toLowerCase(),
      value: Value,
      override: Override,
    }));
    draft.headerPolicies.set(id, [...securityHeaders(config.SecurityHeadersConfig), ...custom]);
    return { ref: id, attributes: { Id: id } };
  },
);

function securityHeaders(config: SecurityHeaders): readonly PolicyHeader[] {
  const { ContentSecurityPolicy: csp, ContentTypeOptions: types, FrameOptions: frame } = config;
  const { ReferrerPolicy: referrer, StrictTransportSecurity: transport, XSSProtection: xss } = config;
  const values: ReadonlyArray<readonly [string, string | undefined, boolean | undefined]> = [
    ['content-security-policy', csp?.ContentSecurityPolicy, csp?.Override],
    ['x-content-type-options', types && 'nosniff', types?.Override],
    ['x-frame-options', frame?.FrameOption, frame?.Override],
    ['referrer-policy', referrer?.ReferrerPolicy, referrer?.Override],
    ['strict-transport-security', transport && transportSecurity(transport), transport?.Override],
    ['x-xss-protection', xss && xssProtection(xss), xss?.Override],
  ];
  return values.flatMap(([name, value, overrides]) =>
    value === undefined || overrides === undefined ? [] : [{ name, value, override: overrides }],
  );
}

function transportSecurity(config: NonNullable<SecurityHeaders['StrictTransportSecurity']>): string {
  const parts = [`max-age=${config.AccessControlMaxAgeSec}`];
  if (config.IncludeSubdomains) parts.push('includeSubDomains');
  if (config.Preload) parts.push('preload');
  return parts.join('; ');
}

function xssProtection(config: NonNullable<SecurityHeaders['XSSProtection']>): string {
  if (!config.Protection) return '0';
  const report = config.ReportUri === undefined ? '' : `; report=${config.ReportUri}`;
  return `1${config.ModeBlock ? '; mode=block' : ''}${report}`;
}

/** What decides on caching and signing: there is no cache, and the distribution may read every bucket. */
export const distributionPartProvider = passive(({ logicalId, place }) => {
  const id = opaqueId(place.stackName, logicalId, 32);
  return { ref: id, attributes: { Id: id } };
});
