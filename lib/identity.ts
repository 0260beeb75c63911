import { Aws, Duration, Fn, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  type UserPoolDomain,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { API_SCOPES, type ApiScope, SCOPE_PREFIX, scopeName } from './api-scope.ts';

/** What the dashboard is told of signing in; public, as everything in a browser is. */
export interface SignInConfiguration {
  readonly dashboardUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  /** With spaces between them. */
  readonly scope: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string;
  readonly signOutEndpoint: string;
}

/**
 * Who may use the system: people of a Cognito user pool by its hosted page, programs by client credentials.
 * An administrator makes the accounts; nobody signs up.
 */
export class Identity extends Construct {
  /** Takes access tokens of the app clients below, which are made after it. */
  readonly authorizer: HttpJwtAuthorizer;
  /** The origin of the hosted page and the token endpoint. */
  readonly origin: string;
  readonly userPool: UserPool;
  readonly #domain: UserPoolDomain;
  readonly #resourceServer: UserPoolResourceServer;
  readonly #clientIds: string[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.userPool = this.#people();
    this.#domain = this.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: domainPrefix() } });
    this.origin = this.#domain.baseUrl();
    this.#resourceServer = this.userPool.addResourceServer('Api', {
      identifier: SCOPE_PREFIX,
      scopes: Object.values(API_SCOPES),
    });
    this.authorizer = new HttpJwtAuthorizer('SignedIn', this.userPool.userPoolProviderUrl, {
      jwtAudience: Lazy.list({ produce: () => this.#clientIds }),
    });
  }

  /**
   * The dashboard's app client: no secret, code with PKCE, tokens of a quarter of an hour that a refresh token renews
   * which is replaced at each use. `dashboardUrl` ends without a slash.
   */
  addDashboard(dashboardUrl: string): SignInConfiguration {
    const client = this.#client('Dashboard', {
      generateSecret: false,
      // Named, because the flows of a client that names none renew without rotation.
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, ...this.#apiScopes('read', 'predict')],
        callbackUrls: [`${dashboardUrl}/`],
        logoutUrls: [`${dashboardUrl}/`],
      },
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
      refreshTokenRotationGracePeriod: Duration.seconds(10),
    });
    return {
      dashboardUrl: `${dashboardUrl}/`,
      issuer: this.userPool.userPoolProviderUrl,
      clientId: client.userPoolClientId,
      scope: ['openid', 'email', scopeName('read'), scopeName('predict')].join(' '),
      authorizationEndpoint: `${this.origin}/oauth2/authorize`,
      tokenEndpoint: `${this.origin}/oauth2/token`,
      revocationEndpoint: `${this.origin}/oauth2/revoke`,
      signOutEndpoint: `${this.origin}/logout`,
    };
  }

  /** The app client of other systems: a secret, client credentials, and every scope to choose from. */
  addSystem(): UserPoolClient {
    return this.#client('System', {
      generateSecret: true,
      // A flow made of triggers, of which there are none: no person signs in by this client.
      authFlows: { custom: true },
      oAuth: {
        flows: { clientCredentials: true },
        scopes: this.#apiScopes('read', 'predict', 'admin'),
      },
      accessTokenValidity: Duration.hours(1),
    });
  }

  #client(
    id: string,
    options: Omit<ConstructorParameters<typeof UserPoolClient>[2], 'userPool'>,
  ): UserPoolClient {
    const client = new UserPoolClient(this, id, {
      userPool: this.userPool,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
      ...options,
    });
    client.node.addDependency(this.#resourceServer);
    this.#clientIds.push(client.userPoolClientId);
    return client;
  }

  #apiScopes(...scopes: readonly ApiScope[]): OAuthScope[] {
    return scopes.map((scope) => OAuthScope.resourceServer(this.#resourceServer, API_SCOPES[scope]));
  }

  #people(): UserPool {
    return new UserPool(this, 'People', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

/** Prefixes are unique in a region over all accounts; the stack's own id makes it so. */
function domainPrefix(): string {
  return Fn.join('-', ['churn', Fn.select(2, Fn.split('/', Aws.STACK_ID))]);
}
