DROP INDEX `messages_bot_id_id`;--> statement-breakpoint
-- The terms of bots are different from now on. The server makes the index again.
DELETE FROM `message_blocks`;--> statement-breakpoint
DELETE FROM `message_terms`;
