import { smartOdrExamples } from '../../libs/partners/src/smart-odr/smart-odr.examples.js';

/** The body of an update whose text is a marker, so that its event is found in the log. */
export const updateBody = (disputeId: string, marker: string): string =>
  JSON.stringify({ dispute: { ...smartOdrExamples.update.dispute, disputeId, update: marker } });
