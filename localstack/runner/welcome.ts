import { join } from 'node:path';
import { type Person, personFile } from '../cognito/user-pool-secrets.ts';
import type { StackDescription } from './stack-description.ts';

/** What a person is told once everything runs; `state` is the state folder as they named it. */
export function welcome(stack: StackDescription, state: string, person: Person | undefined): string {
  const stackFile = join(state, 'stack.json');
  return `
  Dashboard  ${stack.dashboardUrl}${signIn(state, person)}
  API        ${stack.apiUrl}
  S3         ${stack.endpoint}  (bucket ${stack.bucket}, credentials in ${stackFile})

  Call the API:   ${curl(stack, stackFile)}
  Upload a file:  npm run upload -- FILE.csv${state === '.local' ? '' : ` --state ${state}`}
  Stop:           Ctrl-C
`;
}

function signIn(state: string, person: Person | undefined): string {
  if (person === undefined) return '';
  return `\n             sign in as ${person.userName}, the password is in ${personFile(state)}`;
}

/** The token is read from its file, so that it stands in no log and no shell history. */
function curl({ apiUrl, token }: StackDescription, stackFile: string): string {
  if (token === '') return `curl ${apiUrl}/kpis`;
  const path = stackFile.startsWith('/') ? stackFile : `./${stackFile}`;
  return `curl -H "Authorization: Bearer $(node -p "require('${path}').token")" ${apiUrl}/kpis`;
}
