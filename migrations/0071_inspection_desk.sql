-- A look at papers becomes a look at the goods when the same agency later wants to see them: the inspection that answers both changes with it.
grant update (desk) on joint.inspection to lianjian_app;
