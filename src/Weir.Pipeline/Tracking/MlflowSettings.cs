namespace Weir.Pipeline.Tracking;

/// <summary>The MLflow server that is told of trainings and models; none by default.</summary>
public sealed record MlflowSettings
{
    /// <summary>Its address; null tells nobody.</summary>
    public Uri? Address { get; init; }

    /// <summary>The user of basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; init; }

    /// <summary>A bearer token, in place of a user.</summary>
    public string? Token { get; init; }

    /// <summary>The experiment that holds the runs; default weir.</summary>
    public string Experiment { get; init; } = "weir";

    /// <summary>The registered model that holds the versions; default weir-url.</summary>
    public string Model { get; init; } = "weir-url";

    /// <summary>The registered models of tables begin so, and end with the name of the table; default weir-table-.</summary>
    public string TableModels { get; init; } = "weir-table-";

    /// <summary>Takes the secrets of all settings out of what is told.</summary>
    public SecretMask Mask { get; init; } = SecretMask.Patterns;

    /// <summary>Reads the settings under <c>Mlflow:</c>.</summary>
    public static MlflowSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var block = new SettingBlock(settings, "Mlflow:", faults);
        var usual = new MlflowSettings();
        var address = block.Address("Uri");
        if (address is { UserInfo.Length: > 0 }) address = block.Fault<Uri?>("Uri", "holds a user; set Mlflow:Username (MLFLOW_TRACKING_USERNAME) and Mlflow:Password instead", null);
        var read = usual with
        {
            Address = address,
            Username = block.Text("Username"),
            Password = block.Text("Password"),
            Token = block.Text("Token"),
            Experiment = block.Text("Experiment") ?? usual.Experiment,
            Model = block.Text("Model") ?? usual.Model,
            TableModels = block.Text("TableModels") ?? usual.TableModels,
            Mask = SecretMask.From(settings),
        };
        block.Done();
        return read;
    }
}
