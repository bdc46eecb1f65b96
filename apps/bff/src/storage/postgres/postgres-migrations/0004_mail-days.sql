CREATE TABLE "mail_day_totals" (
	"day" text collate "C" PRIMARY KEY NOT NULL,
	"accepted" integer NOT NULL,
	"simulated" integer NOT NULL,
	"failed" integer NOT NULL,
	"unknown" integer NOT NULL,
	"cancelled" integer NOT NULL,
	"throttled" integer NOT NULL,
	"in125ms" integer NOT NULL,
	"in250ms" integer NOT NULL,
	"in500ms" integer NOT NULL,
	"in1s" integer NOT NULL,
	"in2s" integer NOT NULL,
	"in4s" integer NOT NULL,
	"in8s" integer NOT NULL,
	"in16s" integer NOT NULL,
	"in1min" integer NOT NULL,
	"in5min" integer NOT NULL,
	"in30min" integer NOT NULL,
	"in3h" integer NOT NULL,
	"later" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_days" (
	"bot_id" text collate "C" NOT NULL,
	"day" text collate "C" NOT NULL,
	"accepted" integer NOT NULL,
	"simulated" integer NOT NULL,
	"failed" integer NOT NULL,
	"unknown" integer NOT NULL,
	"cancelled" integer NOT NULL,
	"throttled" integer NOT NULL,
	"in125ms" integer NOT NULL,
	"in250ms" integer NOT NULL,
	"in500ms" integer NOT NULL,
	"in1s" integer NOT NULL,
	"in2s" integer NOT NULL,
	"in4s" integer NOT NULL,
	"in8s" integer NOT NULL,
	"in16s" integer NOT NULL,
	"in1min" integer NOT NULL,
	"in5min" integer NOT NULL,
	"in30min" integer NOT NULL,
	"in3h" integer NOT NULL,
	"later" integer NOT NULL,
	CONSTRAINT "mail_days_bot_id_day_pk" PRIMARY KEY("bot_id","day")
);
--> statement-breakpoint
ALTER TABLE "mail_days" ADD CONSTRAINT "mail_days_bot_id_bots_id_fk" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_days_day" ON "mail_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "office365_configurations_secret_expires_on" ON "office365_configurations" USING btree ("secret_expires_on","bot_id");