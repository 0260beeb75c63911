import type { Page } from 'playwright-core';

/** Fills in the sign-in page of the local user pool, to which a page has been sent or is being sent. */
export async function signInThroughPage(
  page: Page,
  person: { readonly userName: string; readonly password: string },
): Promise<void> {
  await page.getByLabel('Email').fill(person.userName);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
