import { session, signOut } from './session.ts';

/** Who is signed in, and the way out. */
export function Account() {
  const state = session.value;
  if (state.kind !== 'signed-in') return null;
  return (
    <div class="account">
      <span class="account__person">{state.person}</span>
      <button type="button" class="button account__leave" onClick={() => void signOut()}>
        Sign out
      </button>
    </div>
  );
}
