import { describe, expect, it } from '@jest/globals';
import { given } from '../../../../test/support/given-when-then.js';
import {
  credentialCodec,
  type CredentialCommand,
  credentialDecider,
  type CredentialEvent,
  credentialStream,
  type Grant,
  type Proof,
} from './credential.js';

const credentialId = 'credential-1';
const publicKey: Proof = {
  kind: 'public-key',
  keyId: 'gotham-1',
  publicKey: 'a public key in PEM',
  profile: 'documented',
  emails: [],
  phones: [],
};
const secret: Proof = { kind: 'secret', digest: 'a digest' };
const grant: Grant = {
  family: 'smart-odr',
  tenant: 'smartodr',
  holder: 'Gotham ODR',
  scopes: [],
  proof: publicKey,
};

const issue: CredentialCommand = { type: 'IssueCredential', data: { credentialId, grant } };
const revoke: CredentialCommand = { type: 'RevokeCredential', data: { credentialId } };
const rotateTo = (proof: Proof): CredentialCommand => ({
  type: 'RotateCredential',
  data: { credentialId, proof },
});

const issued: CredentialEvent = { type: 'CredentialIssued', data: { credentialId, grant } };
const revoked: CredentialEvent = { type: 'CredentialRevoked', data: { credentialId } };
const rotatedTo = (proof: Proof): CredentialEvent => ({
  type: 'CredentialRotated',
  data: { credentialId, proof },
});
const anotherKey: Proof = { ...publicKey, publicKey: 'another public key in PEM' };

describe('issuing a credential', () => {
  it('grants what is asked for', () => {
    given(credentialDecider).when(issue).then(issued);
  });

  it.each<[string, CredentialEvent[]]>([
    ['in force', [issued]],
    ['rotated', [issued, rotatedTo(anotherKey)]],
    ['revoked', [issued, revoked]],
  ])('is refused for one that is %s', (_, history) => {
    given(credentialDecider, ...history)
      .when(issue)
      .thenRejects('credential-exists');
  });
});

describe('rotating a credential', () => {
  it('replaces a key by a key', () => {
    given(credentialDecider, issued).when(rotateTo(anotherKey)).then(rotatedTo(anotherKey));
  });

  it('replaces a secret by a secret', () => {
    const withSecret: CredentialEvent = {
      type: 'CredentialIssued',
      data: { credentialId, grant: { ...grant, proof: secret } },
    };
    const next: Proof = { kind: 'secret', digest: 'another digest' };

    given(credentialDecider, withSecret).when(rotateTo(next)).then(rotatedTo(next));
  });

  it('does not replace a key by a secret', () => {
    given(credentialDecider, issued).when(rotateTo(secret)).thenRejects('proof-of-another-kind');
  });

  it('is refused for one that was never issued', () => {
    given(credentialDecider).when(rotateTo(anotherKey)).thenRejects('credential-not-found');
  });

  it('is refused for one that is revoked', () => {
    given(credentialDecider, issued, revoked).when(rotateTo(anotherKey)).thenRejects('credential-revoked');
  });
});

describe('revoking a credential', () => {
  it('ends it', () => {
    given(credentialDecider, issued).when(revoke).then(revoked);
  });

  it('ends one that was rotated', () => {
    given(credentialDecider, issued, rotatedTo(anotherKey)).when(revoke).then(revoked);
  });

  it('adds nothing when it is repeated', () => {
    given(credentialDecider, issued, revoked).when(revoke).thenNothing();
  });

  it('is refused for one that was never issued', () => {
    given(credentialDecider).when(revoke).thenRejects('credential-not-found');
  });
});

describe('a credential', () => {
  const after = (...events: readonly CredentialEvent[]) =>
    events.reduce((state, event) => credentialDecider.evolve(state, event), credentialDecider.initial);

  it('keeps its grant when its proof is replaced', () => {
    expect(after(issued, rotatedTo(anotherKey))).toStrictEqual({
      status: 'active',
      credentialId,
      grant: { ...grant, proof: anotherKey },
    });
  });

  it('stays known after it was revoked', () => {
    expect(after(issued, revoked)).toStrictEqual({ status: 'revoked', credentialId, grant });
  });

  it.each([[rotatedTo(anotherKey)], [revoked]])(
    'is unknown after a history without its beginning',
    (event) => {
      expect(after(event)).toStrictEqual({ status: 'unknown' });
    },
  );

  it('is not decoded from an event without one of its fields', () => {
    expect(() => credentialCodec.decode({ type: 'CredentialIssued.v1', data: { credentialId } })).toThrow(
      /grant$/,
    );
    expect(() => credentialCodec.decode({ type: 'CredentialRotated.v1', data: { credentialId } })).toThrow(
      /proof$/,
    );
    expect(() => credentialCodec.decode({ type: 'CredentialRevoked.v1', data: {} })).toThrow(/credentialId$/);
  });

  it('has a stream of its own', () => {
    expect(credentialStream(credentialId)).toBe('credential-credential-1');
  });
});
