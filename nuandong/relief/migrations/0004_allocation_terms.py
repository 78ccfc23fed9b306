from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("relief", "0003_account_changes")]

    operations = [migrations.RenameField(model_name="allocation", old_name="bounds", new_name="terms")]
