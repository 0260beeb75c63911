import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { Identity } from './identity.ts';

/** The pages; what they load has names that change with it. */
const PAGES = ['index.html', 'api-reference.html'];

/** Where `npm run build` puts the dashboard; `-c dashboard=FOLDER` names another. */
const DEFAULT_BUILD = join(import.meta.dirname, '../frontend/dist');

/** Scripts, styles and pictures of our own origin only, none of them inline; tokens come from another. */
const contentSecurityPolicy = (signInOrigin: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${signInOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * When a throttled caller may come back. API Gateway's 429 does not say it, and CloudFront cannot tell answers apart, so
 * it is on all of the API's but those that say it themselves; it means something with 429 and 503 alone (RFC 9110).
 */
const THROTTLED: ResponseCustomHeader = { header: 'retry-after', value: '1', override: false };

export interface DashboardProps {
  readonly api: Api;
  readonly identity: Identity;
}

/** The static dashboard behind CloudFront, with the API on the same origin. */
export class Dashboard extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const build = String(this.node.tryGetContext('dashboard') ?? DEFAULT_BUILD);
    if (!existsSync(join(build, 'index.html'))) {
      throw new Error(`${build} has no index.html: run "npm run build" first.`);
    }
    const site: IBucket = new Bucket(this, 'Site', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    }) as IBucket;
    const signInOrigin = props.identity.origin;
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Churn and revenue dashboard',
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(site),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: this.#responseHeaders('SecurityHeaders', signInOrigin),
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new HttpOrigin(props.api.domainName, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY }),
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          // CloudFront compresses by a caching policy alone, and tags would be weak ones.
          compress: false,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy: this.#responseHeaders('ApiHeaders', signInOrigin, [THROTTLED]),
        },
      },
    });
    this.#deploy(build, site, distribution);
    this.url = `https://${distribution.distributionDomainName}`;
    this.#deployConfiguration(site, props.identity);
  }

  /** What the page must know of this deployment; the build knows nothing of it. */
  #deployConfiguration(site: IBucket, identity: Identity): void {
    new BucketDeployment(this, 'Configuration', {
      sources: [Source.jsonData('config.json', identity.addDashboard(this.url))],
      destinationBucket: site,
      cacheControl: [CacheControl.noCache()],
      prune: false,
    });
  }

  /** Assets carry a hash in their name and never change; the pages themselves are asked for every time. */
  #deploy(build: string, site: IBucket, distribution: Distribution): void {
    const assets = new BucketDeployment(this, 'Assets', {
      sources: [Source.asset(build, { exclude: PAGES })],
      destinationBucket: site,
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      prune: false,
    });
    const page = new BucketDeployment(this, 'Page', {
      sources: [Source.asset(build, { exclude: ['*', ...PAGES.map((page) => `!${page}`)] })],
      destinationBucket: site,
      cacheControl: [CacheControl.noCache()],
      prune: false,
      distribution,
      distributionPaths: ['/', ...PAGES.map((page) => `/${page}`)],
    });
    page.node.addDependency(assets);
  }

  /** The security headers on every answer, and others that an answer may have of its own. */
  #responseHeaders(
    id: string,
    signInOrigin: string,
    customHeaders: ResponseCustomHeader[] = [],
  ): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      ...(customHeaders.length === 0 ? {} : { customHeadersBehavior: { customHeaders } }),
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(signInOrigin),
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
      },
    });
  }
}
