import { describe, it } from '@jest/globals';
import {
  disputeReferenced,
  otherInstitution,
  recordUpdate,
  reportFiled,
  updateRecorded,
} from '../../../../../test/support/disputes.js';
import { given } from '../../../../../test/support/given-when-then.js';
import { disputeDecider } from '../dispute-decider.js';

const referenced = disputeReferenced({ disputeId: 'MII-INV-2024-01-781096', proceeding: 'conciliation' });

describe('recording an update', () => {
  it('makes an unknown dispute known, for the institution that wrote first', () => {
    given(disputeDecider).when(recordUpdate()).then(referenced, updateRecorded());
  });

  it('adds only the update to a dispute that is known', () => {
    given(disputeDecider, referenced).when(recordUpdate()).then(updateRecorded());
  });

  it('refuses an unknown dispute where disputes must have been transferred before', () => {
    given(disputeDecider)
      .when(recordUpdate({ registration: 'required' }))
      .thenRejects('dispute-not-found');
  });

  it('records an update of a known dispute where disputes must have been transferred before', () => {
    given(disputeDecider, referenced)
      .when(recordUpdate({ registration: 'required' }))
      .then(updateRecorded());
  });

  it('refuses another institution', () => {
    given(disputeDecider, referenced)
      .when(recordUpdate({ institution: otherInstitution }))
      .thenRejects('dispute-of-another-institution');
  });

  it('refuses another institution after many messages, too', () => {
    given(disputeDecider, referenced, updateRecorded(), reportFiled())
      .when(recordUpdate({ institution: otherInstitution }))
      .thenRejects('dispute-of-another-institution');
  });

  it('records the same words again as a second remark', () => {
    given(disputeDecider, referenced, updateRecorded()).when(recordUpdate()).then(updateRecorded());
  });

  it('records an update after the award, because it is a remark and no transition', () => {
    given(disputeDecider, referenced, reportFiled()).when(recordUpdate()).then(updateRecorded());
  });

  it('records an update without a description', () => {
    given(disputeDecider, referenced)
      .when(recordUpdate({ description: null }))
      .then(updateRecorded({ description: null }));
  });

  it('keeps the role as it was given beside the role that it means', () => {
    given(disputeDecider, referenced)
      .when(recordUpdate({ role: 'PETITIONER', roleAsGiven: 'Petitioner' }))
      .then(updateRecorded({ role: 'PETITIONER', roleAsGiven: 'Petitioner' }));
  });

  it('records an update about the arbitration of a dispute that began as a conciliation', () => {
    given(disputeDecider, referenced)
      .when(recordUpdate({ proceeding: 'arbitration' }))
      .then(updateRecorded({ proceeding: 'arbitration' }));
  });
});
