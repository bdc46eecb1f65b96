CREATE TABLE `__old_diagnoses` AS
SELECT kind, id, old, coalesce(json_extract(old, '$.title'), '') AS title,
  coalesce(json_extract(old, '$.explanation'), '') AS explanation,
  coalesce(json_extract(old, '$.evidence.message'), '') AS words,
  coalesce(json_extract(old, '$.nextSteps[0]'), '') LIKE 'Before you send again, check in the Sent Items%' AS is_handed_over
FROM (
  SELECT 'message' AS kind, id, diagnosis AS old FROM messages WHERE json_valid(diagnosis)
  UNION ALL
  SELECT 'health', bot_id, CASE WHEN json_valid(health) THEN json_extract(health, '$.diagnosis') END FROM office365_configurations)
WHERE CASE WHEN json_valid(old) THEN json_extract(old, '$.title') END IS NOT NULL;
--> statement-breakpoint
CREATE TABLE `__own_diagnoses` AS
SELECT *, CASE
    WHEN title = 'The configuration was changed before this message was sent' THEN 'configuration_changed'
    WHEN title = 'The message waited for 24 hours and was given up' THEN 'expired_in_queue'
    WHEN title = 'The message waited when the backup was made that was restored' THEN 'restored_from_backup'
    WHEN title = 'The stored message cannot be opened' THEN 'message_unreadable'
    WHEN title LIKE 'The saved secret was lost%' THEN 'secret_missing'
    WHEN words = 'ETIMEDOUT: the server ended before the answer came' THEN 'interrupted'
    WHEN words = 'ETIMEDOUT: the server stopped before the answer came' THEN CASE WHEN is_handed_over THEN 'interrupted' ELSE 'server_stopping' END
    WHEN words = 'ETIMEDOUT: no answer to the finished request' OR words LIKE 'ETIMEDOUT: % did not answer within 60 s' THEN 'answer_timed_out'
    WHEN words = 'ETIMEDOUT: signing in took too long' OR words LIKE 'ETIMEDOUT: % did not answer within _ s' THEN 'sign_in_timed_out'
  END AS own
FROM `__old_diagnoses`;
--> statement-breakpoint
CREATE TABLE `__new_diagnoses` AS
SELECT kind, id, json_patch(json_object(
    'cause', coalesce(own, json_extract(old, '$.cause'), 'unclear'),
    'candidates', CASE WHEN own IS NULL THEN CASE WHEN json_type(old, '$.candidates') = 'array' THEN json(json_extract(old, '$.candidates')) ELSE json_array(coalesce(json_extract(old, '$.cause'), 'unclear')) END ELSE json_array(own) END,
    'field', CASE
      WHEN own = 'secret_missing' THEN 'clientSecret'
      WHEN own IN ('answer_timed_out', 'sign_in_timed_out') THEN 'network'
      WHEN own = 'server_stopping' THEN 'service'
      WHEN own IS NOT NULL THEN 'none'
      ELSE coalesce(json_extract(old, '$.field'), 'none') END,
    'retryable', json(CASE
      WHEN is_handed_over THEN 'false'
      WHEN own IN ('answer_timed_out', 'sign_in_timed_out', 'server_stopping') THEN 'true'
      WHEN own IS NOT NULL THEN 'false'
      WHEN json_extract(old, '$.retryable') THEN 'true' ELSE 'false' END),
    'owner', CASE
      WHEN own IS NOT NULL THEN 'this-server'
      WHEN json_extract(old, '$.evidence.code') LIKE 'AADSTS%' THEN 'entra'
      ELSE 'unknown' END,
    'evidence', CASE
      -- Nobody had said it: an answer of Microsoft has more to it than a status.
      WHEN own IS NOT NULL OR words = 'no answer' OR json_type(old, '$.evidence') IS NOT 'object'
        OR (json_extract(old, '$.cause') = 'graph_throttled' AND json_extract(old, '$.evidence.status') = 429
          AND coalesce(json_extract(old, '$.evidence.code'), json_extract(old, '$.evidence.message'),
            json_extract(old, '$.evidence.requestId'), json_extract(old, '$.evidence.correlationId'),
            json_extract(old, '$.evidence.timestamp')) IS NULL)
      THEN json_object('code', NULL, 'message', NULL, 'status', NULL, 'requestId', NULL, 'correlationId', NULL, 'timestamp', NULL)
      ELSE json(json_extract(old, '$.evidence')) END),
  json_patch(
    CASE WHEN is_handed_over THEN json_object('isHandedOver', json('true')) ELSE '{}' END,
    CASE
      WHEN own = 'secret_missing' THEN '{"detail":{"kind":"secret-lost"}}'
      WHEN explanation LIKE '%changed after the token was made%' THEN '{"detail":{"kind":"token-outdated"}}'
      WHEN explanation LIKE '%"Cross Server access" means%' THEN '{"detail":{"kind":"item-of-other-mailbox"}}'
      ELSE '{}' END)) AS diagnosis
FROM `__own_diagnoses`;
--> statement-breakpoint
UPDATE messages SET diagnosis = converted.diagnosis
FROM `__new_diagnoses` AS converted WHERE converted.kind = 'message' AND converted.id = messages.id;
--> statement-breakpoint
UPDATE office365_configurations SET health = json_set(health, '$.diagnosis', json(converted.diagnosis))
FROM `__new_diagnoses` AS converted WHERE converted.kind = 'health' AND converted.id = bot_id;
--> statement-breakpoint
DROP TABLE `__old_diagnoses`;--> statement-breakpoint
DROP TABLE `__own_diagnoses`;--> statement-breakpoint
DROP TABLE `__new_diagnoses`;
